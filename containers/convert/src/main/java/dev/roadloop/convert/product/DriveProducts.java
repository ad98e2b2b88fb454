package dev.roadloop.convert.product;

import java.io.IOException;
import java.util.List;

/// Says which products a conversion makes.
public interface DriveProducts {

    /// None.
    DriveProducts NONE = context -> List.of();

    /// Begins the products of a drive.
    ///
    /// @return in the order in which they are to finish; the caller closes them
    List<DriveProduct> begin(ProductContext context) throws IOException;
}
