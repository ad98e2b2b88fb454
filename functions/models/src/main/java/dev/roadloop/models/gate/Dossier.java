package dev.roadloop.models.gate;

import dev.roadloop.contracts.MalformedJsonException;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.domain.Sha256;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that is said of one model.
public final class Dossier {

    private final Sha256 model;
    private final Map<EvidenceKind, Statement> known = new EnumMap<>(EvidenceKind.class);
    private final Map<EvidenceKind, String> faults = new EnumMap<>(EvidenceKind.class);
    private int unknown;

    /// @param statements about this model or others, of any kind
    public Dossier(Sha256 model, List<Statement> statements) {
        this.model = model;
        for (Statement statement : statements) {
            Optional<EvidenceKind> kind = statement.kind();
            if (kind.isEmpty()) {
                unknown++;
            } else if (!statement.isAbout(model)) {
                faults.put(kind.get(), "is about " + statement.subject().getFirst().sha256().hex());
            } else if (known.putIfAbsent(kind.get(), statement) != null) {
                faults.put(kind.get(), "is there more than once");
            }
        }
    }

    /// The model.
    public Sha256 model() {
        return model;
    }

    /// How many statements are of no kind that is known.
    int unknown() {
        return unknown;
    }

    /// What is wrong with a kind of evidence; empty if there is one statement, about this model.
    Optional<String> fault(EvidenceKind kind) {
        String fault = faults.get(kind);
        if (fault == null && !known.containsKey(kind)) {
            fault = "missing";
        }
        if (fault == null && read(kind, kind.predicate()).isEmpty()) {
            fault = "cannot be read";
        }
        return Optional.ofNullable(fault);
    }

    /// A kind of evidence; empty unless there is one statement of it, about this model, that can be
    /// read.
    public <T extends Record> Optional<T> get(EvidenceKind kind, Class<T> as) {
        return faults.containsKey(kind) ? Optional.empty() : read(kind, as);
    }

    private <T> Optional<T> read(EvidenceKind kind, Class<T> as) {
        Statement statement = known.get(kind);
        if (statement == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(statement.predicate(as));
        } catch (MalformedJsonException e) {
            return Optional.empty();
        }
    }
}
