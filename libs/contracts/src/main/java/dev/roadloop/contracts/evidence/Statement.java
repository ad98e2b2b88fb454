package dev.roadloop.contracts.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A statement about things that are named by their digests (in-toto Attestation Framework,
/// Statement v1).
///
/// Source: https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
///
/// @param type always [#TYPE]
/// @param subject what it is about
/// @param predicateType what `predicate` is, see [EvidenceKind]
/// @param predicate what is said
public record Statement(
        @JsonProperty("_type") String type,
        List<Subject> subject,
        String predicateType,
        ObjectNode predicate) {

    /// The media type of a statement in an envelope.
    public static final String MEDIA_TYPE = "application/vnd.in-toto+json";

    /// What every statement calls itself.
    public static final String TYPE = "https://in-toto.io/Statement/v1";

    /// @throws IllegalArgumentException if it is no statement of this version, or about nothing
    public Statement {
        if (!TYPE.equals(type)) {
            throw new IllegalArgumentException("expected a " + TYPE + ", found " + type);
        }
        if (subject == null || subject.isEmpty()) {
            throw new IllegalArgumentException("expected a statement about something");
        }
        if (predicateType == null || predicate == null) {
            throw new IllegalArgumentException("expected a predicate and its type");
        }
        subject = List.copyOf(subject);
    }

    /// Something that a statement is about.
    ///
    /// @param name for people
    /// @param digest digests by algorithm; `sha256` is there
    public record Subject(String name, Map<String, String> digest) {
        private static final String SHA256 = "sha256";

        /// @throws IllegalArgumentException without a name or a SHA-256
        public Subject {
            if (name == null || digest == null || !digest.containsKey(SHA256)) {
                throw new IllegalArgumentException(
                        "expected a subject with a name and a sha256, found "
                                + name
                                + " "
                                + digest);
            }
            digest = Map.copyOf(digest);
            new Sha256(digest.getOrDefault(SHA256, ""));
        }

        /// A subject with one digest.
        public static Subject of(String name, Sha256 sha256) {
            return new Subject(name, Map.of(SHA256, sha256.hex()));
        }

        /// Its SHA-256.
        public Sha256 sha256() {
            return new Sha256(digest.getOrDefault(SHA256, ""));
        }
    }

    /// A statement of evidence about a model.
    ///
    /// @param predicate one of the records of this package
    public static Statement about(Subject model, EvidenceKind kind, Record predicate) {
        return new Statement(
                TYPE, List.of(model), kind.predicateType(), Json.jackson().valueToTree(predicate));
    }

    /// The kind of evidence; empty for statements of others.
    public Optional<EvidenceKind> kind() {
        return EvidenceKind.of(predicateType);
    }

    /// What is said, as a record.
    ///
    /// @throws dev.roadloop.contracts.MalformedJsonException if it is none of this type
    public <T> T predicate(Class<T> as) {
        return Json.read(Json.bytes(predicate), as, predicateType);
    }

    /// Whether it is about this and nothing else.
    public boolean isAbout(Sha256 sha256) {
        return subject.size() == 1 && subject.getFirst().sha256().equals(sha256);
    }
}
