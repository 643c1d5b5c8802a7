package tw.vigil.sigma.mapping;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// RFC 3986 percent-decoding. A plus sign stays one; a percent sign that begins no escape stays one.
final class PercentDecoding {

    private PercentDecoding() {}

    static byte[] decode(String text) {
        var in = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
            if (low >= 0) {
                out.write(high * 16 + low);
                i += 2;
            } else {
                out.write(in[i]);
            }
        }
        return out.toByteArray();
    }
}
