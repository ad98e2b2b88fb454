package dev.roadloop.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureKindTest {

    @ParameterizedTest
    @CsvSource({
        "sensor_msgs/CompressedImage, COMPRESSED",
        "sensor_msgs/msg/CompressedImage, COMPRESSED",
        "foxglove.CompressedImage, COMPRESSED",
        "foxglove_msgs/msg/CompressedImage, COMPRESSED",
        "sensor_msgs/Image, RAW",
        "sensor_msgs/msg/Image, RAW",
        "foxglove.RawImage, RAW",
        "foxglove.CompressedVideo, VIDEO",
        "ffmpeg_image_transport_msgs/msg/FFMPEGPacket, OPAQUE",
        "stereo_msgs/msg/DisparityImage, OPAQUE",
        "theora_image_transport/Packet, OPAQUE",
        "acme_msgs/ImageWithExposure, OPAQUE",
        "foxglove.ImageAnnotations, NONE",
        "visualization_msgs/msg/ImageMarker, NONE",
        "sensor_msgs/CameraInfo, NONE",
        "sensor_msgs/PointCloud2, NONE",
        "can_msgs/Frame, NONE",
    })
    void tellsByTheNameOfTheTypeWhetherItHoldsPictures(String type, PictureKind kind) {
        assertThat(PictureKind.of(type)).isEqualTo(kind);
        assertThat(PictureKind.of(type).hasPictures()).isEqualTo(kind != PictureKind.NONE);
    }
}
