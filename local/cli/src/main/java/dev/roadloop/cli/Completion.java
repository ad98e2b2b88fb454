package dev.roadloop.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop completion`.
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description =
                "Prints what a shell needs to complete commands, options, scenarios and file names"
                        + " of roadloop.",
        footer = {
            "",
            "Examples:",
            "  source <(./roadloop completion bash)",
            "  source <(./roadloop completion zsh)",
            "  ./roadloop completion bash > ~/.local/share/bash-completion/completions/roadloop"
        })
final class Completion implements Callable<Integer> {

    /// The shells that are known.
    enum Shell {
        BASH,
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    @SuppressWarnings("NullAway.Init")
    private Shell shell;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (shell == Shell.ZSH) {
            // zsh takes bash's completions once it was told so; the script speaks both.
            out.println("autoload -U +X compinit && compinit");
        }
        out.println(AutoComplete.bash("roadloop", spec.root().commandLine()));
        out.flush();
        return ExitCode.OK;
    }
}
