package tw.vigil.ingest.pubsub;

import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.StreamingPullRequest;
import com.google.pubsub.v1.StreamingPullResponse;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The part of Pub/Sub that a subscriber speaks to, on loopback: no emulator runs on the JVM. It keeps what was not
/// acknowledged and hands it out again when it is told that it will not be.
public final class PullServer implements AutoCloseable {
    private static final String SERVICE = "google.pubsub.v1.Subscriber";

    private final Server server;
    private final Map<String, PubsubMessage> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicReference<@Nullable StreamObserver<StreamingPullResponse>> stream = new AtomicReference<>();

    public PullServer() {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(service())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ServerServiceDefinition service() {
        return ServerServiceDefinition.builder(SERVICE)
                .addMethod(
                        method(
                                "StreamingPull",
                                MethodDescriptor.MethodType.BIDI_STREAMING,
                                StreamingPullRequest.getDefaultInstance(),
                                StreamingPullResponse.getDefaultInstance()),
                        ServerCalls.asyncBidiStreamingCall(this::streamingPull))
                .addMethod(
                        method(
                                "Acknowledge",
                                MethodDescriptor.MethodType.UNARY,
                                AcknowledgeRequest.getDefaultInstance(),
                                Empty.getDefaultInstance()),
                        ServerCalls.asyncUnaryCall(this::acknowledge))
                .addMethod(
                        method(
                                "ModifyAckDeadline",
                                MethodDescriptor.MethodType.UNARY,
                                ModifyAckDeadlineRequest.getDefaultInstance(),
                                Empty.getDefaultInstance()),
                        ServerCalls.asyncUnaryCall(this::modifyAckDeadline))
                .build();
    }

    private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
            String name, MethodDescriptor.MethodType type, Q request, A answer) {
        return MethodDescriptor.<Q, A>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(answer))
                .build();
    }

    public String endpoint() {
        return "127.0.0.1:" + server.getPort();
    }

    public void publish(PubsubMessage message) {
        String id = "m" + ids.incrementAndGet();
        waiting.put(id, message.toBuilder().setMessageId(id).build());
        send(id);
    }

    /// Messages that were not acknowledged.
    public int unacknowledged() {
        return waiting.size();
    }

    /// How often a message was given back.
    public int refusals() {
        return refusals.get();
    }

    private StreamObserver<StreamingPullRequest> streamingPull(StreamObserver<StreamingPullResponse> answers) {
        return new StreamObserver<>() {
            @Override
            public void onNext(StreamingPullRequest request) {
                if (!request.getSubscription().isEmpty()) {
                    stream.set(answers);
                    waiting.keySet().forEach(PullServer.this::send);
                }
            }

            @Override
            public void onError(Throwable error) {
                stream.compareAndSet(answers, null);
            }

            @Override
            public void onCompleted() {
                stream.compareAndSet(answers, null);
                answers.onCompleted();
            }
        };
    }

    private void acknowledge(AcknowledgeRequest request, StreamObserver<Empty> answer) {
        request.getAckIdsList().forEach(waiting::remove);
        answer.onNext(Empty.getDefaultInstance());
        answer.onCompleted();
    }

    private void modifyAckDeadline(ModifyAckDeadlineRequest request, StreamObserver<Empty> answer) {
        if (request.getAckDeadlineSeconds() == 0) {
            refusals.addAndGet(request.getAckIdsCount());
            request.getAckIdsList().forEach(this::send);
        }
        answer.onNext(Empty.getDefaultInstance());
        answer.onCompleted();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private synchronized void send(String id) {
        var receiver = stream.get();
        var message = waiting.get(id);
        if (receiver != null && message != null) {
            receiver.onNext(StreamingPullResponse.newBuilder()
                    .addReceivedMessages(
                            ReceivedMessage.newBuilder().setAckId(id).setMessage(message))
                    .build());
        }
    }
}
