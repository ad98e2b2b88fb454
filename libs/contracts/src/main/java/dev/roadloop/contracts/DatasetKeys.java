package dev.roadloop.contracts;

import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;

/// Where dataset versions lie, in the gold bucket or, for golden sets, in theirs.
public final class DatasetKeys {
    /// Below which labels land, in the landing bucket.
    public static final String LABELS = "labels/";

    /// Below which datasets lie.
    public static final String DATASETS = "datasets/";

    /// The DVC remote: every picture of every version once, by content.
    public static final String STORE = "dvc";

    private DatasetKeys() {}

    /// The [DatasetManifest] of a version.
    public static String manifest(DatasetName name, Sha256 version) {
        return DATASETS + name + "/" + version + "/manifest.json";
    }

    /// The Git repository of a dataset with a tag per version, as a Git bundle.
    public static String repository(DatasetName name) {
        return DATASETS + name + "/repository.bundle";
    }

    /// A file in the DVC remote.
    ///
    /// @param md5 its MD5, 32 hexadecimal digits, with `.dir` behind it for a folder
    public static String object(String md5) {
        return STORE + "/" + remotePath(md5);
    }

    /// Where a DVC 3 cache or remote keeps a content, relative to its root.
    ///
    /// @param md5 its MD5, 32 hexadecimal digits, with `.dir` behind it for a folder
    public static String remotePath(String md5) {
        return "files/md5/" + md5.substring(0, 2) + "/" + md5.substring(2);
    }

    /// The [LabelBatch] of a batch, in the landing bucket.
    public static String batch(DatasetName batch) {
        return LABELS + batch + "/manifest.json";
    }

    /// A batch as it was uploaded once: the name of its execution, of its reports, and of what is
    /// kept of it.
    ///
    /// @param manifest the digest of its manifest, which holds those of its files
    public static String build(DatasetName batch, Sha256 manifest) {
        return batch + "-" + manifest.prefix(12);
    }

    /// Where a build's reports lie, in the gold bucket; `freeze.json` has all faults or leaks,
    /// `freeze.outcome.json` is a [FreezeOutcome].
    public static String reports(String build) {
        return "reports/labels/" + build + "/";
    }

    /// Below which the batches that a dataset is made of are kept, each in a folder by the name of
    /// its build.
    public static String kept(DatasetName dataset) {
        return LABELS + dataset + "/";
    }
}
