package dev.roadloop.embedded.stepfunctions;

import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.stepfunctions.asl.ErrorNames;
import dev.roadloop.embedded.stepfunctions.engine.MapRuns;
import dev.roadloop.embedded.stepfunctions.integration.TaskError;
import java.io.UncheckedIOException;
import java.util.Optional;

/// What has to be so before a map run starts its children: its machine's role may, and its items
/// are on disk.
final class MapRunStart {

    private final MapRunFile file;
    private final ApiCaller caller;

    MapRunStart(MapRunFile file, ApiCaller caller) {
        this.file = file;
        this.caller = caller;
    }

    /// Sees to it.
    ///
    /// @return why it cannot be so
    /// @throws UncheckedIOException if there is no space for the items
    Optional<TaskError> obstacle(MapRuns.Request what, MapRuns.Listener ear) {
        try {
            askLeave(what);
        } catch (ApiException e) {
            return Optional.of(error(ErrorNames.PERMISSIONS, e));
        }
        if (file.isSealed()) {
            return Optional.empty();
        }
        try {
            file.begin();
            new ItemSource(caller, what, ear).forEachChild(file::add);
            file.seal();
            return Optional.empty();
        } catch (UncheckedIOException e) {
            throw e;
        } catch (ApiException | IllegalArgumentException e) {
            return Optional.of(error(ErrorNames.ITEM_READER, e));
        } catch (RuntimeException e) {
            return Optional.of(error(ErrorNames.QUERY, e));
        }
    }

    /// See AWS, "IAM policies for using Distributed Map states".
    private void askLeave(MapRuns.Request what) {
        Principal role = what.parent().principal();
        if (!file.isSealed()) {
            caller.require(
                    role,
                    "states",
                    "StartExecution",
                    Input.object().put("stateMachineArn", file.machineArn()));
        }
        if (what.parent().redriveCount() > file.parentRedrives()) {
            caller.require(
                    role,
                    "states",
                    "RedriveExecution",
                    Input.object().put("executionArn", file.childArn(0)));
        }
    }

    private static TaskError error(String name, RuntimeException cause) {
        return new TaskError(name, String.valueOf(cause.getMessage()));
    }
}
