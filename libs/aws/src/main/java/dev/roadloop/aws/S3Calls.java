package dev.roadloop.aws;

import dev.roadloop.domain.TransientException;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Calls of S3 with their answers as values: an absent object and a lost race are none of the
/// failures that [AwsFailures] translates.
final class S3Calls {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;

    private S3Calls() {}

    /// What a read yields; empty when there is no such object, or not that version of it.
    ///
    /// @param what the object, as `s3://bucket/key`
    static <T> Optional<T> found(String what, Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (S3Exception e) {
            boolean noBucket =
                    e.awsErrorDetails() != null
                            && "NoSuchBucket".equals(e.awsErrorDetails().errorCode());
            if (!noBucket
                    && (e.statusCode() == NOT_FOUND || e.statusCode() == PRECONDITION_FAILED)) {
                return Optional.empty();
            }
            throw AwsFailures.translated("reading " + what, e);
        } catch (SdkException e) {
            throw AwsFailures.translated("reading " + what, e);
        }
    }

    /// Whether a conditional write took place.
    ///
    /// @param what the object, as `s3://bucket/key`
    static boolean unlessTaken(String what, Runnable call) {
        try {
            call.run();
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
                return false;
            }
            if (e.statusCode() == CONFLICT) {
                throw new TransientException("another write of " + what + " is under way", e);
            }
            throw AwsFailures.translated("writing " + what, e);
        } catch (SdkException e) {
            throw AwsFailures.translated("writing " + what, e);
        }
    }

    /// Pages as they are read. Each page is a call of its own, made when the stream comes to it.
    static <P> Stream<P> pages(String what, Iterable<P> paginator) {
        Iterator<P> pages = paginator.iterator();
        Iterator<P> guarded =
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return translated(what, pages::hasNext);
                    }

                    @Override
                    public P next() {
                        return translated(what, pages::next);
                    }
                };
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(guarded, Spliterator.ORDERED), false);
    }

    static <T> T translated(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw AwsFailures.translated(what, e);
        }
    }
}
