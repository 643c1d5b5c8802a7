package tw.vigil.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Invented process events of Windows machines: long texts, a backslash escape in most of them.
final class WindowsEvents {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> FOLDERS = List.of(
            "C:\\Windows\\System32\\",
            "C:\\Windows\\SysWOW64\\",
            "C:\\Program Files\\Northwind\\Ledger\\",
            "C:\\Users\\clerk07\\AppData\\Local\\Temp\\",
            "C:\\Program Files (x86)\\Acme\\Quote Terminal\\bin\\");
    private static final List<String> PROGRAMS = List.of(
            "svchost.exe", "cmd.exe", "powershell.exe", "conhost.exe", "taskhostw.exe", "quote.exe", "explorer.exe");
    private static final List<String> ARGUMENTS = List.of(
            " -k netsvcs -p -s Schedule",
            " /c \"dir /b C:\\ProgramData\\Acme\\*.log\"",
            " -NoProfile -File \"C:\\Program Files\\Northwind\\Ledger\\close-day.ps1\" -Book TX",
            " --session 4 --profile default --render-node",
            " 0xffffffff -ForceV1");

    private final RandomGenerator random;

    private WindowsEvents(long seed) {
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static List<byte[]> seeded(long seed, int count) throws JsonProcessingException {
        var maker = new WindowsEvents(seed);
        List<byte[]> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(JSON.writeValueAsString(maker.event(i)).getBytes(StandardCharsets.UTF_8));
        }
        return events;
    }

    private Map<String, Object> event(int number) {
        String image = pick(FOLDERS) + pick(PROGRAMS);
        String parent = pick(FOLDERS) + pick(PROGRAMS);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("EventID", 1);
        event.put("Channel", "Microsoft-Windows-Sysmon/Operational");
        event.put("Computer", "WKS-%03d.fut.example".formatted(number % 200));
        event.put("UtcTime", "2026-11-20 02:%02d:%02d.117".formatted(number / 60 % 60, number % 60));
        event.put("ProcessGuid", "{" + hex(16) + "}");
        event.put("ProcessId", 1_000 + number);
        event.put("Image", image);
        event.put("FileVersion", "10.0.19041.546 (WinBuild.160101.0800)");
        event.put("Description", "Host Process for Windows Services");
        event.put("Product", "Microsoft® Windows® Operating System");
        event.put("Company", "Microsoft Corporation");
        event.put("OriginalFileName", image.substring(image.lastIndexOf('\\') + 1));
        event.put("CommandLine", "\"" + image + "\"" + pick(ARGUMENTS));
        event.put("CurrentDirectory", "C:\\Windows\\system32\\");
        event.put("User", "FUT\\clerk%02d".formatted(random.nextInt(40)));
        event.put("LogonId", "0x" + hex(3));
        event.put("IntegrityLevel", "Medium");
        event.put("Hashes", "MD5=" + hex(16) + ",SHA256=" + hex(32) + ",IMPHASH=" + hex(16));
        event.put("ParentProcessId", 500 + random.nextInt(500));
        event.put("ParentImage", parent);
        event.put("ParentCommandLine", parent + pick(ARGUMENTS));
        event.put("ParentUser", "NT AUTHORITY\\SYSTEM");
        return event;
    }

    private String hex(int bytes) {
        byte[] made = new byte[bytes];
        random.nextBytes(made);
        return HexFormat.of().withUpperCase().formatHex(made);
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
