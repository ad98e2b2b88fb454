package dev.roadloop.simdrive.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.simdrive.DriveSpec;
import dev.roadloop.simdrive.Scenario;
import dev.roadloop.simdrive.world.CameraModel;
import dev.roadloop.simdrive.world.World;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class JpegEncoderTest {

    /// The last sizes leave blocks, and pixels of a block, beyond the edge.
    @ParameterizedTest
    @CsvSource({"320, 192, CUT_IN", "320, 180, NIGHT", "327, 181, RAIN", "65, 72, FOG"})
    void writesTheBytesThatImageIoWrites(int width, int height, Scenario scenario)
            throws IOException {
        DriveSpec spec = DriveSpec.of(scenario, 2, 5).withCamera(CameraModel.front(width, height));
        World world = World.simulate(scenario, spec.seconds(), spec.seed());
        RenderedFrame frame = new FrameRenderer(new Studio(world, spec.camera())).render(1, 3);

        assertThat(JpegEncoder.encode(frame)).isEqualTo(byImageIo(frame));
    }

    private static byte[] byImageIo(RenderedFrame frame) throws IOException {
        BufferedImage image =
                new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, frame.width(), frame.height(), frame.pixels(), 0, frame.width());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(0.82f);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
