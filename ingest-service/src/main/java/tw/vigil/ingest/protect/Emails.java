package tw.vigil.ingest.protect;

import java.util.Locale;
import java.util.Set;

/// E-mail addresses of people outside the firm. Service accounts are none.
final class Emails implements Detector {
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 255;
    private static final String SERVICE_ACCOUNTS = "gserviceaccount.com";

    private final Set<String> orgDomains;

    /// @param orgDomains the firm's own domains, lower-case
    Emails(Set<String> orgDomains) {
        this.orgDomains = Set.copyOf(orgDomains);
    }

    @Override
    public void find(Text text, Sightings sightings) {
        for (int at = 1; at < text.length() - 1; at++) {
            if (text.charAt(at) != '@') {
                continue;
            }
            int from = startOfLocal(text, at);
            int to = endOfDomain(text, at + 1);
            if (from == at || to < 0) {
                continue;
            }
            String domain = text.subSequence(at + 1, to).toLowerCase(Locale.ROOT);
            if (!isWithin(domain, SERVICE_ACCOUNTS) && orgDomains.stream().noneMatch(own -> isWithin(domain, own))) {
                sightings.add(Kind.EMAIL, text.subSequence(from, to).toLowerCase(Locale.ROOT), text, from, to);
            }
        }
    }

    private static int startOfLocal(Text text, int at) {
        int from = at;
        while (from > 0 && at - from < LONGEST_LOCAL && isLocal(text.charAt(from - 1))) {
            from--;
        }
        while (from < at && !Digits.isAlphanumeric(text.charAt(from))) {
            from++;
        }
        return from;
    }

    /// The end of labels with dots between them, the last of letters; -1 when there is no such domain.
    private static int endOfDomain(Text text, int from) {
        int to = from;
        while (to < text.length() && to - from < LONGEST_DOMAIN && isDomain(text.charAt(to))) {
            to++;
        }
        while (to > from && !Digits.isAlphanumeric(text.charAt(to - 1))) {
            to--;
        }
        int dot = text.subSequence(from, to).lastIndexOf('.');
        if (dot < 1 || to - from - dot < 3) {
            return -1;
        }
        for (int i = from + dot + 1; i < to; i++) {
            if (!Digits.isLetter(text.charAt(i))) {
                return -1;
            }
        }
        return to;
    }

    private static boolean isLocal(char c) {
        return Digits.isAlphanumeric(c) || c == '.' || c == '_' || c == '+' || c == '-';
    }

    private static boolean isDomain(char c) {
        return Digits.isAlphanumeric(c) || c == '.' || c == '-';
    }

    private static boolean isWithin(String domain, String parent) {
        return domain.equals(parent) || domain.endsWith("." + parent);
    }
}
