package tw.vigil.ingest.protect;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Whether a value could be in some bytes: one pass, no allocation where nothing is near. It may be wrong in one way
/// only: whatever a detector finds, in any encoding, is suspected here.
final class Suspicion {
    private static final int TO_JUDGE_BASE64 = 8;
    private static final byte[] PRIVATE_KEY = ascii("-----BEGIN");
    private static final byte[] PASSWORD = ascii("password");
    private static final byte[] ACCESS_KEY = ascii(Secrets.ACCESS_KEY);

    private static final byte PLAIN = 0;
    private static final byte WORD = 1;
    private static final byte SIGN = 2;
    private static final byte ESCAPE = 3;
    private static final byte FOREIGN = 4;
    private static final byte[] CLASSES = new byte[128];

    static {
        for (char c = 0; c < CLASSES.length; c++) {
            CLASSES[c] = Digits.isAlphanumeric(c) ? WORD : PLAIN;
        }
        CLASSES['@'] = SIGN;
        CLASSES['%'] = SIGN;
        CLASSES['-'] = SIGN;
        CLASSES['='] = SIGN;
        CLASSES['\\'] = ESCAPE;
    }

    private final List<Pattern> own;

    /// @param own forms of the firm's own, which are looked for by themselves
    Suspicion(List<Pattern> own) {
        this.own = List.copyOf(own);
    }

    /// @param from first byte of a JSON text or of what is between the quotes of a string
    boolean any(byte[] bytes, int from, int to) {
        return builtIn(bytes, from, to, true) || ownForms(bytes, from, to);
    }

    private boolean ownForms(byte[] bytes, int from, int to) {
        if (own.isEmpty()) {
            return false;
        }
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        return own.stream().anyMatch(pattern -> pattern.matcher(text).find());
    }

    private static boolean builtIn(byte[] bytes, int from, int to, boolean base64) {
        int i = from;
        while (i < to) {
            byte b = bytes[i];
            switch (b < 0 ? FOREIGN : CLASSES[b]) {
                case PLAIN -> i++;
                case WORD -> {
                    int end = endOfWord(bytes, i, to);
                    if (word(bytes, i, end, to) || (base64 && base64(bytes, i, to))) {
                        return true;
                    }
                    i = end;
                }
                case SIGN -> {
                    if (sign(bytes, i, from, to)) {
                        return true;
                    }
                    i++;
                }
                case ESCAPE -> {
                    if (i + 1 < to && (bytes[i + 1] == 'u' || bytes[i + 1] == '\\')) {
                        return true;
                    }
                    i += 2;
                }
                default -> {
                    if (!isIdeograph(bytes, i, to)) {
                        return true;
                    }
                    i += 3;
                }
            }
        }
        return false;
    }

    private static int endOfWord(byte[] bytes, int from, int to) {
        int i = from + 1;
        while (i < to && isAlphanumeric(bytes[i])) {
            i++;
        }
        return i;
    }

    /// @param end where its letters and digits end
    private static boolean word(byte[] bytes, int at, int end, int to) {
        int size = end - at;
        if (size < 3) {
            return false;
        }
        if (isDigit(bytes[at]) && number(bytes, at, to)) {
            return true;
        }
        if (bytes[at] == 'e' && bytes[at + 1] == 'y' && bytes[at + 2] == 'J') {
            return true;
        }
        if ((size >= 28 || (end < to && bytes[end] == '<')) && zone(bytes, at, to)) {
            return true;
        }
        return switch (size) {
            case 3 -> bytes[at] == 'g' && bytes[at + 1] == 'h' && end < to && bytes[end] == '_';
            case 7, 14 -> (bytes[at] | 0x20) == 'f' && account(bytes, at, to);
            case IdentityNumber.LENGTH -> identityNumber(bytes, at, to);
            case Secrets.ACCESS_KEY_LENGTH -> startsWith(bytes, at, to, ACCESS_KEY);
            default -> false;
        };
    }

    private static boolean identityNumber(byte[] bytes, int at, int to) {
        return isLetter(bytes[at]) && digits(bytes, at + 2, to) == IdentityNumber.LENGTH - 2;
    }

    /// `F` with six digits and seven more.
    private static boolean account(byte[] bytes, int at, int to) {
        int size = digits(bytes, at + 1, to);
        int second = at + 1 + size;
        return size == 13
                || (size == 6 && second < to && isSeparator(bytes[second]) && digits(bytes, second + 1, to) == 7);
    }

    private static boolean number(byte[] bytes, int at, int to) {
        int first = digits(bytes, at, to);
        int end = at + first;
        if (first == 8 || first == 9 || (first == 12 && bytes[at] == '0')) {
            return (end == to || !isAlphanumeric(bytes[end])) && (first != 8 || isCompany(bytes, at));
        }
        int total = first;
        while (total < 19 && end + 1 < to && isSeparator(bytes[end]) && isDigit(bytes[end + 1])) {
            int more = digits(bytes, end + 1, to);
            if (first == 3 && more >= 10) {
                return true;
            }
            total += more;
            end += 1 + more;
        }
        boolean card = total >= CardNumber.SHORTEST && bytes[at] >= '2' && bytes[at] <= '6';
        return card || (total >= 10 && first <= 12 && startsLikePhone(bytes, at, first));
    }

    private static boolean isCompany(byte[] bytes, int at) {
        return CompanyNumber.isValid(new String(bytes, at, CompanyNumber.LENGTH, StandardCharsets.ISO_8859_1));
    }

    private static boolean startsLikePhone(byte[] bytes, int at, int size) {
        return (size >= 4 && size <= 10 && bytes[at] == '0' && bytes[at + 1] == '9')
                || (size >= 3 && bytes[at] == '8' && bytes[at + 1] == '8' && bytes[at + 2] == '6');
    }

    private static boolean zone(byte[] bytes, int at, int to) {
        return at + MachineReadableZone.LENGTH <= to
                && isDigit(bytes[at + 9])
                && digits(bytes, at + 13, to) >= 7
                && digits(bytes, at + 21, to) >= 7
                && isDigit(bytes[at + 43]);
    }

    /// At a character that is neither letter nor digit nor one of the most frequent ones.
    private static boolean sign(byte[] bytes, int at, int from, int to) {
        return switch (bytes[at]) {
            case '@' -> at > from && isDomain(bytes, at + 1, to);
            case '%' -> at + 2 < to && isHex(bytes[at + 1]) && isHex(bytes[at + 2]);
            case '-' -> startsWith(bytes, at, to, PRIVATE_KEY);
            case '=' -> at - PASSWORD.length >= from && endsWithPassword(bytes, at);
            default -> false;
        };
    }

    /// Whether letters follow a dot in what could be a domain.
    private static boolean isDomain(byte[] bytes, int from, int to) {
        for (int i = from; i + 1 < to && (isAlphanumeric(bytes[i]) || bytes[i] == '-' || bytes[i] == '.'); i++) {
            if (bytes[i] == '.' && isAlphanumeric(bytes[i + 1]) && !isDigit(bytes[i + 1])) {
                return true;
            }
        }
        return false;
    }

    private static boolean endsWithPassword(byte[] bytes, int to) {
        for (int i = 0; i < PASSWORD.length; i++) {
            if ((bytes[to - PASSWORD.length + i] | 0x20) != PASSWORD[i]) {
                return false;
            }
        }
        return true;
    }

    /// Whether base64 of a text could begin here: of other words hardly one in three hundred has printable characters
    /// in its first six bytes, and hardly any a value in the rest.
    private static boolean base64(byte[] bytes, int at, int to) {
        if (to - at < Base64Text.SHORTEST
                || !Base64Text.isPart((char) (bytes[at + Base64Text.SHORTEST - 1] & 0xff))
                || !Base64Text.startsLikeText(bytes, at, at + TO_JUDGE_BASE64)) {
            return false;
        }
        int line = at;
        int segment = -1;
        int word = -1;
        while (line < to && Base64Text.isPart((char) (bytes[line] & 0xff))) {
            if (word < 0 && !isAlphanumeric(bytes[line])) {
                word = line;
            }
            if (segment < 0 && bytes[line] == '/') {
                segment = line;
            }
            line++;
        }
        if (line - at < Base64Text.SHORTEST) {
            return false;
        }
        boolean goesOn = line + 1 < to && bytes[line] == '\\' && (bytes[line + 1] == 'n' || bytes[line + 1] == 'r');
        return goesOn || content(bytes, at, line) || content(bytes, at, segment) || content(bytes, at, word);
    }

    private static boolean content(byte[] bytes, int from, int to) {
        if (to - from < Base64Text.SHORTEST || !Base64Text.startsLikeText(bytes, from, to)) {
            return false;
        }
        String content =
                Base64Text.decode(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1), 0, to - from);
        if (content == null) {
            return false;
        }
        byte[] decoded = content.getBytes(StandardCharsets.UTF_8);
        return content.indexOf('\\') >= 0 || builtIn(decoded, 0, decoded.length, false);
    }

    /// CJK ideographs, kana and their punctuation stand for themselves only.
    private static boolean isIdeograph(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xff;
        if (at + 2 >= to) {
            return false;
        }
        int second = bytes[at + 1] & 0xff;
        return (lead >= 0xe4 && lead <= 0xe9)
                || (lead == 0xe3
                        && second >= 0x80
                        && second <= 0x83
                        && (second != 0x80 || bytes[at + 2] != (byte) 0x80));
    }

    private static int digits(byte[] bytes, int from, int to) {
        int end = from;
        while (end < to && isDigit(bytes[end])) {
            end++;
        }
        return end - from;
    }

    private static boolean startsWith(byte[] bytes, int at, int to, byte[] what) {
        if (at + what.length > to) {
            return false;
        }
        for (int i = 0; i < what.length; i++) {
            if (bytes[at + i] != what[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isAlphanumeric(byte b) {
        return b >= 0 && CLASSES[b] == WORD;
    }

    private static boolean isLetter(byte b) {
        return (b | 0x20) >= 'a' && (b | 0x20) <= 'z';
    }

    private static boolean isHex(byte b) {
        return isDigit(b) || ((b | 0x20) >= 'a' && (b | 0x20) <= 'f');
    }

    private static boolean isSeparator(byte b) {
        return b == '-' || b == ' ' || b == '+';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
