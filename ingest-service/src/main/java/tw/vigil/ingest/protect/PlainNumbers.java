package tw.vigil.ingest.protect;

/// Numbers whose digits alone say little: companies, passports, health cards, bank accounts. They need a word near
/// them.
final class PlainNumbers implements Detector {
    private static final int PASSPORT = 9;
    private static final int HEALTH_CARD = 12;
    private static final String HEALTH_CARD_PREFIX = "0000";
    private static final int BANK = 3;
    private static final int SHORTEST_ACCOUNT = 10;
    private static final int LONGEST_ACCOUNT = 14;

    @Override
    public void find(Text text, Sightings sightings) {
        int i = 0;
        while (i < text.length()) {
            if (!Digits.isDigit(text.charAt(i))) {
                i++;
                continue;
            }
            int end = Detector.endOfDigits(text, i);
            if (Detector.startsFree(text, i) && Detector.endsFree(text, end) && !isFraction(text, i)) {
                number(text, i, end, sightings);
            }
            i = end;
        }
    }

    private static void number(Text text, int from, int to, Sightings sightings) {
        switch (to - from) {
            case BANK -> bankAccount(text, from, to, sightings);
            case CompanyNumber.LENGTH -> {
                String digits = text.subSequence(from, to);
                if (CompanyNumber.isValid(digits)
                        && (!CompanyNumber.isDate(digits) || sightings.ofCompanies(text, from, to))) {
                    sightings.add(Kind.COMPANY_NUMBER, digits, text, from, to);
                }
            }
            case PASSPORT -> sightings.add(Kind.PASSPORT, text.subSequence(from, to), text, from, to);
            case HEALTH_CARD -> {
                String digits = text.subSequence(from, to);
                if (digits.startsWith(HEALTH_CARD_PREFIX) && !isPartOfAnArn(text, from, to)) {
                    sightings.add(Kind.HEALTH_CARD, digits, text, from, to);
                }
            }
            default -> {}
        }
    }

    private static void bankAccount(Text text, int from, int to, Sightings sightings) {
        if (!Detector.isSeparator(text, to) || !BankCodes.isKnown(text.subSequence(from, to))) {
            return;
        }
        int end = Detector.endOfDigits(text, to + 1);
        int size = end - to - 1;
        boolean phone = size == SHORTEST_ACCOUNT && text.charAt(to + 1) == '0' && text.charAt(to + 2) == '9';
        if (size >= SHORTEST_ACCOUNT && size <= LONGEST_ACCOUNT && !phone && Detector.endsFree(text, end)) {
            sightings.add(
                    Kind.BANK_ACCOUNT,
                    text.subSequence(from, to) + '-' + text.subSequence(to + 1, end),
                    text,
                    from,
                    end);
        }
    }

    private static boolean isFraction(Text text, int from) {
        return from > 1 && text.charAt(from - 1) == '.' && Digits.isDigit(text.charAt(from - 2));
    }

    /// Twelve digits between colons are an account of the cloud.
    private static boolean isPartOfAnArn(Text text, int from, int to) {
        return from > 0 && text.charAt(from - 1) == ':' && to < text.length() && text.charAt(to) == ':';
    }
}
