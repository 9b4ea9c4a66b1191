//go:build !linux

package media

import "syscall"

// confine does nothing where limits of a process work otherwise than on Linux: there
// the estimates in front of the decoders hold alone.
func confine(Limits) {}

func resident() int64 { return 0 }

// bound says nothing here: only Linux ends a process with its parent.
func bound() *syscall.SysProcAttr { return nil }
