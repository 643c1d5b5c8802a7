package tw.vigil.ingest.protect;

import java.util.Locale;

/// What is looked for, the gravest first: where findings overlap the first one names the whole.
enum Kind {
    SECRET(Alone.ENOUGH),
    PAYMENT_CARD(Alone.ENOUGH),
    NATIONAL_ID(Alone.ENOUGH),
    RESIDENT_ID(Alone.ENOUGH),
    RESIDENT_PERMIT(Alone.ENOUGH),
    PASSPORT_MRZ(Alone.ENOUGH),
    FUTURES_ACCOUNT(Alone.ENOUGH),
    BANK_ACCOUNT(Alone.NEVER),
    HEALTH_CARD(Alone.NEVER),
    PASSPORT(Alone.NEVER),
    MOBILE_PHONE(Alone.MANY),
    EMAIL(Alone.MANY),
    COMPANY_NUMBER(Alone.NEVER);

    /// Whether a value speaks for itself where no word around it says what it is.
    enum Alone {
        ENOUGH,
        /// Only with [Judge#MANY] different ones in one record.
        MANY,
        NEVER
    }

    private final Alone alone;

    Kind(Alone alone) {
        this.alone = alone;
    }

    Alone alone() {
        return alone;
    }

    /// Whether the check digit passes one random value in ten, so that a single one is only likely to be real.
    boolean likelyOnly() {
        return switch (this) {
            case NATIONAL_ID, RESIDENT_ID, RESIDENT_PERMIT, FUTURES_ACCOUNT -> true;
            case SECRET,
                    PAYMENT_CARD,
                    PASSPORT_MRZ,
                    BANK_ACCOUNT,
                    HEALTH_CARD,
                    PASSPORT,
                    MOBILE_PHONE,
                    EMAIL,
                    COMPANY_NUMBER -> false;
        };
    }

    /// In tokens and events.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
