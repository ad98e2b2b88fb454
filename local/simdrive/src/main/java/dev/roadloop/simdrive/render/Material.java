package dev.roadloop.simdrive.render;

/// How a triangle's pixels get their colour.
enum Material {
    /// The vertices' colours, lit.
    PLAIN,
    /// A house front: rows of windows over metres of wall.
    FACADE,
    /// Leaves with gaps between them.
    FOLIAGE,
    /// Shines by itself; not lit.
    GLOW
}
