package tw.vigil.ingest.s3queue;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// An SQS of the test's own: ElasticMQ in this process.
public final class Queues implements AutoCloseable {
    private final SQSRestServer server;
    private final URI endpoint;
    private final SqsClient client;

    private Queues(SQSRestServer server) {
        this.server = server;
        endpoint = URI.create(
                "http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
        client = SqsClient.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(endpoint)
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .build();
    }

    public static Queues start() {
        return new Queues(SQSRestServerBuilder.withInterface("127.0.0.1")
                .withDynamicPort()
                .start());
    }

    SqsClient client() {
        return client;
    }

    public URI endpoint() {
        return endpoint;
    }

    /// Makes a queue whose messages go to `<name>-dead` after so many receipts.
    ///
    /// @return its address
    public String create(String name, int receipts) {
        client.createQueue(request -> request.queueName(name + "-dead"));
        return client.createQueue(request -> request.queueName(name)
                        .attributes(Map.of(
                                QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"arn:aws:sqs:eu-west-1:000000000000:" + name
                                        + "-dead\",\"maxReceiveCount\":" + receipts + "}")))
                .queueUrl();
    }

    public void send(String queue, String body) {
        client.sendMessage(request -> request.queueUrl(url(queue)).messageBody(body));
    }

    /// Messages of a queue, hidden ones too.
    public int size(String queue) {
        var attributes = client.getQueueAttributes(
                        request -> request.queueUrl(url(queue)).attributeNames(QueueAttributeName.ALL))
                .attributes();
        return Integer.parseInt(attributes.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0"))
                + Integer.parseInt(
                        attributes.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "0"));
    }

    /// The body of a message, taken; empty when there is none within a time.
    public String take(String queue, Duration time) {
        var messages = client.receiveMessage(
                        request -> request.queueUrl(url(queue)).waitTimeSeconds((int) time.toSeconds()))
                .messages();
        for (var message : messages) {
            client.deleteMessage(request -> request.queueUrl(url(queue)).receiptHandle(message.receiptHandle()));
        }
        return messages.isEmpty() ? "" : messages.getFirst().body();
    }

    public String url(String queue) {
        return client.getQueueUrl(request -> request.queueName(queue)).queueUrl();
    }

    @Override
    public void close() {
        client.close();
        server.stopAndWait();
    }
}
