package tw.vigil.ingest.protect;

import com.google.re2j.Pattern;

/// Keys, tokens and passwords: access keys of AWS, private keys, tokens of GitHub, JSON web tokens, `password=…`.
final class Secrets implements Detector {
    static final String ACCESS_KEY = "AKIA";
    static final int ACCESS_KEY_LENGTH = 20;

    private static final Pattern KEYS = Pattern.compile("AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}");
    private static final Pattern WEB_TOKEN =
            Pattern.compile("eyJ[A-Za-z0-9_-]{4,}\\.eyJ[A-Za-z0-9_-]{4,}\\.[A-Za-z0-9_-]*");
    private static final Pattern PASSWORD = Pattern.compile("(?i)password=([^\\s\"'&;,<>\\\\)}\\]\\x01]+)");
    private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z ]{0,40}PRIVATE KEY"
            + "(?:-----[A-Za-z0-9+/=\\s:,\\\\-]*?-----END [A-Z ]{0,40}PRIVATE KEY-----|-----[A-Za-z0-9+/=\\s\\\\]*)?");
    private static final String WORD = "password";
    private static final Pattern BLANKED = Pattern.compile("[*xX.]+");

    @Override
    public void find(Text text, Sightings sightings) {
        String all = text.toString();
        if (all.contains(ACCESS_KEY) || all.contains("gh")) {
            find(KEYS, all, 0, true, text, sightings);
        }
        if (all.contains("eyJ")) {
            find(WEB_TOKEN, all, 0, true, text, sightings);
        }
        if (all.contains("-----BEGIN")) {
            find(PRIVATE_KEY, all, 0, false, text, sightings);
        }
        if (assignsPassword(all)) {
            find(PASSWORD, all, 1, false, text, sightings);
        }
    }

    private static boolean assignsPassword(String all) {
        for (int i = all.indexOf('='); i >= 0; i = all.indexOf('=', i + 1)) {
            if (all.regionMatches(true, i - WORD.length(), WORD, 0, WORD.length())) {
                return true;
            }
        }
        return false;
    }

    private static void find(Pattern pattern, String all, int group, boolean bounded, Text text, Sightings sightings) {
        var matcher = pattern.matcher(all);
        while (matcher.find()) {
            int from = matcher.start(group);
            int to = matcher.end(group);
            boolean free = !bounded || (Detector.startsFree(text, from) && Detector.endsFree(text, to));
            if (free && !BLANKED.matches(matcher.group(group))) {
                sightings.add(Kind.SECRET, matcher.group(group), text, from, to);
            }
        }
    }
}
