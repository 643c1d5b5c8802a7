package tw.vigil.ingest.protect;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The words that say of a number near them what it is, in Chinese and English.
final class ContextWords {
    /// How far from a value a word may stand, in characters.
    static final int REACH = 40;

    private static final List<String> CHINESE =
            List.of("身分證", "身份證", "統編", "統一編號", "居留證", "客戶", "交易人", "期貨帳號", "帳號", "健保卡", "護照", "生日", "手機");
    private static final List<String> CHINESE_OF_COMPANIES = List.of("統編", "統一編號");
    private static final Set<String> ENGLISH = Set.of(
            "idno",
            "nationalid",
            "arc",
            "taxid",
            "ban",
            "cust",
            "custid",
            "custno",
            "custname",
            "customer",
            "customers",
            "customerid",
            "customerno",
            "acct",
            "acctno",
            "passport",
            "passportno",
            "nhi",
            "mobile",
            "mobileno",
            "birth",
            "birthday",
            "birthdate");
    private static final Set<String> ENGLISH_OF_COMPANIES = Set.of("taxid", "ban");

    private ContextWords() {}

    /// Whether one of the words stands in a text. English words are whole ones, as in `custNo` or `CUST_NO`.
    static boolean in(CharSequence text) {
        return found(text, CHINESE, ENGLISH);
    }

    /// Whether the text speaks of companies' numbers.
    static boolean ofCompaniesIn(CharSequence text) {
        return found(text, CHINESE_OF_COMPANIES, ENGLISH_OF_COMPANIES);
    }

    private static boolean found(CharSequence text, List<String> chinese, Set<String> english) {
        String all = text.toString();
        for (String word : chinese) {
            if (all.contains(word)) {
                return true;
            }
        }
        String before = "";
        int from = 0;
        while (from < all.length()) {
            if (!Digits.isLetter(all.charAt(from))) {
                from++;
                continue;
            }
            int to = endOfWord(all, from);
            String word = all.substring(from, to).toLowerCase(Locale.ROOT);
            if (english.contains(word) || english.contains(before + word)) {
                return true;
            }
            before = isPartOfATerm(word) ? word : "";
            from = to;
        }
        return false;
    }

    /// `id_no`, `national_id` and `tax_id` are two words.
    private static boolean isPartOfATerm(String word) {
        return word.equals("id") || word.equals("national") || word.equals("tax");
    }

    /// A word ends where letters end, and where a small letter is followed by a capital.
    private static int endOfWord(String text, int from) {
        int to = from + 1;
        while (to < text.length()
                && Digits.isLetter(text.charAt(to))
                && !(Character.isLowerCase(text.charAt(to - 1)) && Character.isUpperCase(text.charAt(to)))) {
            to++;
        }
        return to;
    }
}
