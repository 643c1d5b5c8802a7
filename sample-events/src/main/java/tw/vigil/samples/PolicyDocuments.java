package tw.vigil.samples;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// IAM policy documents as they stand in events: JSON inside a string, for some calls URL-encoded as well.
public final class PolicyDocuments {
    private PolicyDocuments() {}

    /// A role's trust policy that lets another account in, as plain JSON text.
    public static String trusting(String account) {
        return """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::%s:root"},\
                "Action":"sts:AssumeRole"}]}""".formatted(account);
    }

    /// A bucket policy that lets everybody read.
    public static String publicRead(String bucket) {
        return """
                {"Version":"2012-10-17","Statement":[{"Sid":"share","Effect":"Allow","Principal":"*",\
                "Action":"s3:GetObject","Resource":"arn:aws:s3:::%s/*"}]}""".formatted(bucket);
    }

    /// The document as IAM's query protocol sends it: every reserved character as %XX, blanks too.
    public static String urlEncoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
