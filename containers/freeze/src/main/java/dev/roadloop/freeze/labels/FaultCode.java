package dev.roadloop.freeze.labels;

/// What can be wrong with labels.
public enum FaultCode {
    /// A file is not of its format.
    FILE_MALFORMED,
    /// A file that a batch declares is not there.
    FILE_MISSING,
    /// A file is not the one that its batch declares.
    FILE_DIFFERENT,
    /// A field that is needed is not there, or is no such value.
    FIELD_INVALID,
    /// An id or a name stands for two things.
    ID_TWICE,
    /// An annotation is of an image or category that is not there.
    REFERENCE_UNKNOWN,
    /// A class is not in the ontology.
    CLASS_UNKNOWN,
    /// A box has no area.
    BOX_EMPTY,
    /// A box reaches out of its picture.
    BOX_OUTSIDE,
    /// The mask of an area is none, or none of its picture.
    AREA_INVALID,
    /// A picture that has labels is not there.
    PICTURE_MISSING,
    /// A picture cannot be decoded.
    PICTURE_UNDECODABLE,
    /// A picture is of another size than its labels say.
    PICTURE_SIZE
}
