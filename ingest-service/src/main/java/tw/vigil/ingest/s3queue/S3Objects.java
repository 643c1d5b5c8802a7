package tw.vigil.ingest.s3queue;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Reads objects as streams. Thread-safe.
public final class S3Objects {
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    private final S3Client s3;

    S3Objects(S3Client s3) {
        this.s3 = s3;
    }

    /// An open object.
    ///
    /// @param content ends with an [IOException] where the connection ends before the object does
    /// @param metadata the user's, by name without `x-amz-meta-`, in lower case
    public record Stored(InputStream content, Map<String, String> metadata) implements AutoCloseable {
        public Stored {
            metadata = Map.copyOf(metadata);
        }

        @Override
        public void close() throws IOException {
            content.close();
        }
    }

    /// @throws ObjectUnavailableException when it is not there or may not be read: asking again will not help now
    /// @throws IOException when S3 fails
    public Stored open(ObjectRef object) throws IOException {
        try {
            ResponseInputStream<GetObjectResponse> response = s3.getObject(
                    request -> request.bucket(object.bucket()).key(object.key()).versionId(object.version()));
            return new Stored(
                    new Complete(response, response.response().contentLength()),
                    response.response().metadata());
        } catch (NoSuchKeyException | NoSuchBucketException e) {
            throw new ObjectUnavailableException(true, e);
        } catch (S3Exception e) {
            if (e.statusCode() == FORBIDDEN || e.statusCode() == NOT_FOUND) {
                throw new ObjectUnavailableException(e.statusCode() == NOT_FOUND, e);
            }
            throw new IOException("S3 answered " + e.statusCode(), e);
        } catch (SdkException e) {
            throw new IOException("S3 cannot be asked", e);
        }
    }

    /// A connection that breaks looks like the end of the object, and a log cut in two would count as read.
    static final class Complete extends FilterInputStream {
        private final long length;
        private final ResponseInputStream<?> response;
        private long count;
        private boolean ended;

        Complete(ResponseInputStream<?> in, long length) {
            super(in);
            response = in;
            this.length = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            int read;
            try {
                read = super.read(target, offset, wanted);
            } catch (SdkException e) {
                throw new IOException("S3 broke off", e);
            }
            if (read > 0) {
                count += read;
            } else if (read < 0) {
                ended = true;
                if (count < length) {
                    throw new IOException("S3 broke off after " + count + " of " + length + " bytes");
                }
            }
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        /// What is not read to its end is not read on only to be able to close it.
        @Override
        public void close() throws IOException {
            if (ended) {
                super.close();
            } else {
                response.abort();
            }
        }
    }
}
