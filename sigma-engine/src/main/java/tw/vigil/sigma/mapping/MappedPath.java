package tw.vigil.sigma.mapping;

import com.google.re2j.Pattern;
import org.jspecify.annotations.Nullable;
import tw.vigil.sigma.match.FieldPath;

/// A place in a raw event as field mappings spell it: `a.b`, or through an array of named things
/// `a.b[key=additionalInfo].value`.
///
/// @param attribute what names an element of the array at `path`; null = no array
/// @param named the wanted name, compared without case
/// @param rest the place inside of the element; null without an array
record MappedPath(
        String path,
        @Nullable String attribute,
        String named,
        @Nullable MappedPath rest) {

    private static final Pattern PIVOT = Pattern.compile("([^\\[\\]]+)\\[([^=\\[\\]]+)=([^\\]]*)\\](?:\\.(.+))?");

    /// @throws IllegalArgumentException when brackets are not of the form `path[attribute=name].path`
    static MappedPath parse(String text) {
        if (!text.contains("[") && !text.contains("]")) {
            return new MappedPath(text, null, "", null);
        }
        var matcher = PIVOT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no path; an array of named things is written like parameters[name=State].value");
        }
        var rest = matcher.group(4) == null ? FieldPath.SELF : matcher.group(4);
        return new MappedPath(matcher.group(1), matcher.group(2), matcher.group(3), parse(rest));
    }

    boolean isPivot() {
        return attribute != null;
    }

    MappedPath below(String envelope) {
        return new MappedPath(envelope + "." + path, attribute, named, rest);
    }

    @Override
    public String toString() {
        return path + (isPivot() ? "[" + attribute + "=" + named + "]" : "");
    }
}
