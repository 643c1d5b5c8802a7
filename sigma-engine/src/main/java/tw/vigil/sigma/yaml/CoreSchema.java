package tw.vigil.sigma.yaml;

import java.math.BigInteger;
import java.util.regex.Pattern;
import tw.vigil.sigma.yaml.YamlNode.Kind;
import tw.vigil.sigma.yaml.YamlNode.Scalar;

/// What an unquoted scalar is: the core schema of YAML 1.2 (§10.3.2). Infinities and NaN stay text: no event
/// holds them.
final class CoreSchema {

    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,6})?");
    private static final Pattern OCTAL = Pattern.compile("0o[0-7]{1,100}");
    private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]{1,100}");

    private CoreSchema() {}

    static Scalar resolve(String text, Position position) {
        return switch (text) {
            case "", "~", "null", "Null", "NULL" -> scalar(Kind.NULL, text, position);
            case "true", "True", "TRUE", "false", "False", "FALSE" -> scalar(Kind.BOOLEAN, text, position);
            default -> numberOrString(text, position);
        };
    }

    private static Scalar numberOrString(String text, Position position) {
        char first = text.charAt(0);
        boolean mayBeNumber = (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
        if (!mayBeNumber) {
            return scalar(Kind.STRING, text, position);
        }
        if (DECIMAL.matcher(text).matches()) {
            return scalar(Kind.NUMBER, text.startsWith("+") ? text.substring(1) : text, position);
        }
        if (OCTAL.matcher(text).matches()) {
            return scalar(Kind.NUMBER, new BigInteger(text.substring(2), 8).toString(), position);
        }
        if (HEX.matcher(text).matches()) {
            return scalar(Kind.NUMBER, new BigInteger(text.substring(2), 16).toString(), position);
        }
        return scalar(Kind.STRING, text, position);
    }

    private static Scalar scalar(Kind kind, String text, Position position) {
        return new Scalar(kind, text, true, position, position);
    }
}
