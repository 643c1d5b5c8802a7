package tw.vigil.ingest.protect;

/// Numbers of payment cards, in one piece or in groups.
final class CardNumbers implements Detector {
    private static final int SHORTEST_GROUP = 3;

    @Override
    public void find(Text text, Sightings sightings) {
        int i = 0;
        while (i < text.length()) {
            if (!Digits.isDigit(text.charAt(i))) {
                i++;
                continue;
            }
            if (Detector.startsFree(text, i)) {
                groups(text, i, sightings);
            }
            i = Detector.endOfDigits(text, i);
        }
    }

    /// Takes one group after the other, as long as they make one number.
    private static void groups(Text text, int from, Sightings sightings) {
        var digits = new StringBuilder(CardNumber.LONGEST);
        int start = from;
        while (true) {
            int end = Detector.endOfDigits(text, start);
            if (digits.length() + end - start > CardNumber.LONGEST) {
                return;
            }
            digits.append(text, start, end);
            if (Detector.endsFree(text, end) && CardNumber.isValid(digits)) {
                sightings.add(Kind.PAYMENT_CARD, digits.toString(), text, from, end);
            }
            boolean goesOn = end - start >= SHORTEST_GROUP
                    && Detector.isSeparator(text, end)
                    && end + 1 < text.length()
                    && Digits.isDigit(text.charAt(end + 1));
            if (!goesOn) {
                return;
            }
            start = end + 1;
        }
    }
}
