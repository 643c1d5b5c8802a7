package tw.vigil.ingest.protect;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;

/// Accounts of futures traders: `F` with the broker's six digits and the account's seven, and the firm's own forms.
final class Accounts implements Detector {
    private static final int BROKER = 7;
    private static final int ACCOUNT = 7;

    private final List<Pattern> own;

    /// @param own the firm's own forms, in linear-time syntax
    Accounts(List<Pattern> own) {
        this.own = List.copyOf(own);
    }

    @Override
    public void find(Text text, Sightings sightings) {
        for (int i = 0; i + BROKER + ACCOUNT <= text.length(); i++) {
            if (Digits.upper(text.charAt(i)) == 'F'
                    && Detector.startsFree(text, i)
                    && Digits.allDigits(text, i + 1, i + BROKER)) {
                account(text, i, sightings);
            }
        }
        if (!own.isEmpty()) {
            String all = text.toString();
            for (Pattern pattern : own) {
                var matcher = pattern.matcher(all);
                while (matcher.find()) {
                    if (matcher.end() > matcher.start()) {
                        sightings.add(Kind.FUTURES_ACCOUNT, matcher.group(), text, matcher.start(), matcher.end());
                    }
                }
            }
        }
    }

    private static void account(Text text, int from, Sightings sightings) {
        int second = from + BROKER;
        int number = Detector.isSeparator(text, second) ? second + 1 : second;
        int to = number + ACCOUNT;
        if (Digits.allDigits(text, number, to) && Detector.endsFree(text, to)) {
            String value = text.subSequence(from, second).toUpperCase(Locale.ROOT) + '-' + text.subSequence(number, to);
            sightings.add(Kind.FUTURES_ACCOUNT, value, text, from, to);
        }
    }
}
