// SPDX-License-Identifier: Apache-2.0
package dev.pawl;

import dev.pawl.core.StageStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a run was given and has put out, or what of it a stage stands on. Values are read as they are opened, and streamed.
 *
 * @param before only what that stage stands on; or null for all
 * @param outputs of stages that have any, in the order declared
 * @param failedStage the first stage that failed, or null
 * @param lastOutput the stage that put out something last, or null
 */
public record RunState(
        UUID run,
        @Nullable String before,
        RawJson input,
        List<Output> outputs,
        @Nullable String failedStage,
        @Nullable String lastOutput) {

    private static final byte[] INPUT = "{\"input\":".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OUTPUTS = ",\"outputs\":{".getBytes(StandardCharsets.UTF_8);
    private static final byte[] END = "}}".getBytes(StandardCharsets.UTF_8);

    public RunState {
        outputs = List.copyOf(outputs);
    }

    /**
     * What a stage has put out.
     *
     * @param status where the stage stands
     * @param partial whether it failed after it had put out this
     * @param degraded why it deserves a look, or null
     * @param size in bytes
     * @param from the run that executed the stage
     */
    public record Output(
            String stage,
            StageStatus status,
            boolean partial,
            @Nullable String degraded,
            long size,
            UUID from,
            RawJson value) {}

    /** The stages that are done and have put out something. */
    public List<String> completedStages() {
        return outputs.stream()
                .filter(output -> !output.partial())
                .map(Output::stage)
                .toList();
    }

    /** Writes all of it as one JSON object, <code>{"input": …, "outputs": {stage: …}}</code>, each value as it was given. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(INPUT);
        copy(input, out);
        out.write(OUTPUTS);
        boolean first = true;
        for (Output output : outputs) {
            out.write(((first ? "\"" : ",\"") + output.stage() + "\":").getBytes(StandardCharsets.UTF_8));
            copy(output.value(), out);
            first = false;
        }
        out.write(END);
    }

    private static void copy(RawJson value, OutputStream out) throws IOException {
        try (InputStream in = value.open()) {
            in.transferTo(out);
        }
    }
}
