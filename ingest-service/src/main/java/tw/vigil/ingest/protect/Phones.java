package tw.vigil.ingest.protect;

/// Mobile phone numbers in Taiwan: `0912-345-678`, `+886 912 345 678`, with or without the separators.
final class Phones implements Detector {
    private static final String COUNTRY = "886";
    private static final int SUBSCRIBER = 9;

    @Override
    public void find(Text text, Sightings sightings) {
        for (int i = 0; i + SUBSCRIBER < text.length(); i++) {
            char c = text.charAt(i);
            if ((c != '0' && c != '8') || !Detector.startsFree(text, i)) {
                continue;
            }
            int nine = c == '0' ? i + 1 : afterCountry(text, i);
            if (nine < 0 || nine >= text.length() || text.charAt(nine) != '9') {
                continue;
            }
            int to = end(text, nine);
            if (to > 0 && Detector.endsFree(text, to)) {
                int from = c == '8' && i > 0 && text.charAt(i - 1) == '+' ? i - 1 : i;
                sightings.add(Kind.MOBILE_PHONE, digits(text, nine, to), text, from, to);
            }
        }
    }

    private static int afterCountry(Text text, int from) {
        int after = from + COUNTRY.length();
        if (after >= text.length() || !COUNTRY.equals(text.subSequence(from, after))) {
            return -1;
        }
        return Detector.isSeparator(text, after) ? after + 1 : after;
    }

    /// The end of nine digits in groups of three, or -1.
    private static int end(Text text, int from) {
        int at = from;
        for (int group = 0; group < 3; group++) {
            if (!Digits.allDigits(text, at, at + 3)) {
                return -1;
            }
            at += 3;
            if (group < 2 && Detector.isSeparator(text, at)) {
                at++;
            }
        }
        return at;
    }

    private static String digits(Text text, int from, int to) {
        var digits = new StringBuilder(SUBSCRIBER);
        for (int i = from; i < to; i++) {
            if (Digits.isDigit(text.charAt(i))) {
                digits.append(text.charAt(i));
            }
        }
        return digits.toString();
    }
}
