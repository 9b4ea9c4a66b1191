package media

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// confine takes away what examining does not need. Where the system refuses, the
// estimates in front of the decoders still hold.
func confine() {
	for what, limit := range map[int]uint64{
		syscall.RLIMIT_DATA:  hardMemory,
		syscall.RLIMIT_CPU:   cpuSeconds,
		syscall.RLIMIT_FSIZE: displaySize,
		syscall.RLIMIT_CORE:  0,
	} {
		_ = syscall.Setrlimit(what, &syscall.Rlimit{Cur: limit, Max: limit})
	}
}

// resident returns the most memory that this process had resident. What the system says
// of a process after its end would not do: it counts what the parent had when it began.
func resident() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.ParseInt(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 10, 64)
			return kb << 10
		}
	}
	return 0
}
