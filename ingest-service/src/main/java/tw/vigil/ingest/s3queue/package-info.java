/// The transport of objects in S3 that an SQS queue announces.
@NullMarked
package tw.vigil.ingest.s3queue;

import org.jspecify.annotations.NullMarked;
