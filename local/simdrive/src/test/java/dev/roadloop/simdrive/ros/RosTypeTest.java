package dev.roadloop.simdrive.ros;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RosTypeTest {

    /// Checksums that `rosmsg md5` of ROS Noetic prints.
    @ParameterizedTest
    @CsvSource({
        "HEADER,2176decaecbce78abc3b96ef049fabed",
        "NAV_SAT_FIX,2d3a8cd499b9b4a0249fb98fd05cfa48",
        "IMU,6a62c6daae103f4ff57a132d6f95cec2",
        "COMPRESSED_IMAGE,8f7a12909da2c9d3332d540a0977563f",
        "CAMERA_INFO,c9a58c1b0b154e0e6da7578cb991d214",
        "POINT_CLOUD2,1158d486dd51d683ce2f1be655c3c181",
        "TWIST_STAMPED,98d34b0043a2093cf9d9345ab6eef12e",
        "TF_MESSAGE,94810edda583a504dfda3829e70d7eec",
        "FLOAT64,fdb28210bfa9d7c91146260178d9a584",
        "STRING,992ce8a1687cec8c8bd883ec73ca41d1",
        "CAN_FRAME,64ae5cebf967dc6aae4e78f5683a5b25"
    })
    void hasTheChecksumThatRosPublishes(RosType type, String md5) {
        assertThat(type.ros1Md5()).isEqualTo(md5);
    }
}
