package dev.roadloop.vision;

import java.util.List;

/// Finds what is private in a picture. Not for several threads: make one per thread with
/// [PrivacyDetectors].
public interface PrivacyDetector extends AutoCloseable {

    /// Finds faces and plates. The same picture gives the same regions.
    ///
    /// @return in no order; boxes lie in the picture and may overlap
    List<PrivateRegion> detect(Picture picture);

    /// Which detector this is, for the record.
    DetectorIdentity identity();

    @Override
    void close();
}
