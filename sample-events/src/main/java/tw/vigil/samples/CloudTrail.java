package tw.vigil.samples;

/// Starts CloudTrail records:
/// `consoleLogin().by("alice").from("203.0.113.7").withoutMfa().at("2026-01-01T00:00:00Z")`.
public final class CloudTrail {
    /// The firm's own account in all samples.
    public static final String ACCOUNT = "111122223333";

    /// An account that belongs to nobody the firm knows.
    public static final String OUTSIDE_ACCOUNT = "999988887777";

    private static final String BROWSER =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36";

    private CloudTrail() {}

    /// A successful console sign-in with MFA. Sign-ins are recorded in us-east-1, whatever region was opened.
    public static CloudTrailEvent consoleLogin() {
        return new CloudTrailEvent("signin.amazonaws.com", "ConsoleLogin", "AwsConsoleSignIn")
                .inRegion("us-east-1")
                .userAgent(BROWSER)
                .responding("{\"ConsoleLogin\":\"Success\"}")
                .signInWithMfa(true);
    }

    /// A call of an AWS API, successful unless [CloudTrailEvent#failing] says otherwise.
    ///
    /// @param service `cloudtrail` or `cloudtrail.amazonaws.com`
    /// @param name as the event carries it, with Lambda's date suffix where there is one
    public static CloudTrailEvent apiCall(String service, String name) {
        String source = service.contains(".") ? service : service + ".amazonaws.com";
        return new CloudTrailEvent(source, name, "AwsApiCall");
    }

    /// Something that a service did on its own, for example a key rotation.
    public static CloudTrailEvent serviceEvent(String service, String name) {
        return new CloudTrailEvent(service + ".amazonaws.com", name, "AwsServiceEvent")
                .byService(service + ".amazonaws.com");
    }
}
