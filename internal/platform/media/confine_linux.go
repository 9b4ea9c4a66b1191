package media

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// confine sets the limits of this process.
func confine(l Limits) {
	for what, limit := range map[int]uint64{
		syscall.RLIMIT_DATA:  l.Hard,
		syscall.RLIMIT_CPU:   l.CPU,
		syscall.RLIMIT_FSIZE: l.File,
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

// bound lets a process end with the one that started it, however that ends: it would go on
// writing into a data folder that nobody serves.
func bound() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
