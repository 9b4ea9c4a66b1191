package media

import (
	"os"
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

// resident returns the most memory that a process had resident.
func resident(state *os.ProcessState) int64 {
	if state == nil {
		return 0
	}
	if usage, ok := state.SysUsage().(*syscall.Rusage); ok {
		return usage.Maxrss << 10 // Linux counts kilobytes
	}
	return 0
}
