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
}
