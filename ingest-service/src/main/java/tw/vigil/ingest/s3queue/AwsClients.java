package tw.vigil.ingest.s3queue;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/// The SDK's clients as one queue wants them.
final class AwsClients {
    private static final Pattern REGION_IN_HOST = Pattern.compile("^sqs\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?$");
    private static final Duration CONNECT = Duration.ofSeconds(10);
    /// Longer than SQS waits for messages.
    private static final Duration READ = Duration.ofSeconds(60);
    private static final String SESSION = "vigil-ingest";

    private final S3QueueConfig.Queue settings;
    private final SdkHttpClient http = UrlConnectionHttpClient.builder()
            .connectionTimeout(CONNECT)
            .socketTimeout(READ)
            .build();
    private final @Nullable Region region;
    private final AwsCredentialsProvider credentials;

    AwsClients(S3QueueConfig.Queue settings) {
        this.settings = settings;
        region = settings.region()
                .or(() -> regionOf(settings.queueUrl()))
                .map(Region::of)
                .orElse(null);
        credentials = settings.roleArn()
                .map(this::role)
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    SqsClient sqs() {
        return configured(SqsClient.builder().httpClient(http), settings.sqsEndpoint(), credentials)
                .build();
    }

    S3Client s3() {
        return configured(S3Client.builder().httpClient(http), settings.s3Endpoint(), credentials)
                .forcePathStyle(settings.pathStyle())
                .build();
    }

    private AwsCredentialsProvider role(String arn) {
        StsClientBuilder sts = StsClient.builder().httpClient(http);
        if (region != null) {
            sts.region(region);
        }
        return StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts.build())
                .refreshRequest(request -> request.roleArn(arn).roleSessionName(SESSION))
                .build();
    }

    private <B extends AwsClientBuilder<B, ?>> B configured(
            B builder, Optional<URI> endpoint, AwsCredentialsProvider provider) {
        builder.credentialsProvider(provider);
        endpoint.ifPresent(builder::endpointOverride);
        return region == null ? builder : builder.region(region);
    }

    static Optional<String> regionOf(URI queueUrl) {
        Matcher host = REGION_IN_HOST.matcher(queueUrl.getHost() == null ? "" : queueUrl.getHost());
        return host.matches() ? Optional.of(host.group(1)) : Optional.empty();
    }
}
