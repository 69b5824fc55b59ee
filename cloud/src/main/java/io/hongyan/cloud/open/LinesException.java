package io.hongyan.cloud.open;

import java.util.List;
import java.util.stream.Collectors;

/// Lines of a file of users or rights are wrong, and nothing of the file is used. It has all of them, by rising number.
public final class LinesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<LineFault> faults;

    LinesException(List<LineFault> faults) {
        super(faults.stream().map(LineFault::toString).collect(Collectors.joining("; ")));
        this.faults = List.copyOf(faults);
    }

    /// 1 or more.
    public List<LineFault> faults() {
        return faults;
    }
}
