package tw.vigil.alert.console;

import org.jspecify.annotations.Nullable;

/// What surrounds every page.
///
/// @param user name of the signed-in account; null on the sign-in page
/// @param role its role in words
/// @param mayAct true when the account may change alerts
/// @param section which entry of the menu is current: `alerts`, `mine`, or empty
/// @param here the page's own address without the language, for the language switch
public record Frame(
        Language language,
        @Nullable String user,
        String role,
        boolean mayAct,
        String section,
        String here,
        String stylesheet,
        String script) {

    public String lang() {
        return language.tag();
    }

    public boolean english() {
        return language == Language.EN;
    }

    public String hrefZh() {
        return hrefIn(Language.ZH_TW);
    }

    public String hrefEn() {
        return hrefIn(Language.EN);
    }

    private String hrefIn(Language other) {
        return here + (here.contains("?") ? "&" : "?") + Language.PARAMETER + "=" + other.tag();
    }

    /// True on a page of the given section.
    public boolean in(String name) {
        return section.equals(name);
    }
}
