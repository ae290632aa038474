// SPDX-License-Identifier: Apache-2.0
package dev.pawl.stages;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** A pipeline file has something wrong. */
public final class PipelineFileException extends IOException {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    PipelineFileException(String file, List<Problem> problems) {
        super(problems.stream().map(problem -> file + ":" + problem).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** All that is wrong, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
