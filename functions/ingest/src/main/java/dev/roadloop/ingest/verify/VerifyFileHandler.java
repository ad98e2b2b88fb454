package dev.roadloop.ingest.verify;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.ObjectCopy;
import dev.roadloop.ingest.IngestEnvironment;
import dev.roadloop.ingest.Setting;
import dev.roadloop.ingest.catalog.DriveArchive;
import dev.roadloop.ingest.log.IngestLog;
import dev.roadloop.lambda.JsonFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/// The function VerifyFile: called by the ingest-drive machine for each file of a drive.
public final class VerifyFileHandler implements RequestStreamHandler {
    /// S3 copies at most 5 GiB in one call; parts of half a gigabyte copy side by side.
    private static final long PART = 512L << 20;

    private final VerifyFile verifyFile;

    /// In Lambda.
    public VerifyFileHandler() {
        this(System.getenv());
    }

    /// @param env the function's environment
    public VerifyFileHandler(Map<String, String> env) {
        IngestEnvironment environment =
                IngestEnvironment.of(
                        env, Setting.LANDING_BUCKET, Setting.BRONZE_BUCKET, Setting.GOLD_BUCKET);
        Bucket bronze = environment.bucket(Setting.BRONZE_BUCKET);
        Bucket gold = environment.bucket(Setting.GOLD_BUCKET);
        this.verifyFile =
                new VerifyFile(
                        environment.bucket(Setting.LANDING_BUCKET),
                        bronze,
                        new DriveArchive(gold),
                        new IngestLog(gold),
                        new ObjectCopy(PART),
                        environment.clock());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context)
            throws IOException {
        JsonFunction.answer(in, out, context, VerifyFile.Request.class, verifyFile::verify);
    }
}
