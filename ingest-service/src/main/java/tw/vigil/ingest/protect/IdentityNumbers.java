package tw.vigil.ingest.protect;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Identity numbers of persons, and the machine-readable zone of a passport.
final class IdentityNumbers implements Detector {
    @Override
    public void find(Text text, Sightings sightings) {
        for (int i = 0; i + IdentityNumber.LENGTH <= text.length(); i++) {
            if (!Digits.isAlphanumeric(text.charAt(i)) || !Detector.startsFree(text, i)) {
                continue;
            }
            number(text, i, sightings);
            zone(text, i, sightings);
        }
    }

    private static void number(Text text, int from, Sightings sightings) {
        int to = from + IdentityNumber.LENGTH;
        if (!Digits.isLetter(text.charAt(from))
                || !Digits.isDigit(text.charAt(to - 1))
                || !Detector.endsFree(text, to)) {
            return;
        }
        String number = text.subSequence(from, to).toUpperCase(Locale.ROOT);
        @Nullable Kind kind = IdentityNumber.kind(number);
        if (kind != null) {
            sightings.add(kind, number, text, from, to);
        }
    }

    private static void zone(Text text, int from, Sightings sightings) {
        int to = from + MachineReadableZone.LENGTH;
        if (to > text.length() || !Digits.isDigit(text.charAt(from + 9)) || !Detector.endsFree(text, to)) {
            return;
        }
        String line = text.subSequence(from, to).toUpperCase(Locale.ROOT);
        if (MachineReadableZone.isValid(line)) {
            sightings.add(Kind.PASSPORT_MRZ, line, text, from, to);
        }
    }
}
