package listen

import (
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
)

// firstInherited is the number of the first socket that systemd hands over: 0, 1 and 2 are
// the standard streams.
const firstInherited = 3

// mostInherited bounds how many sockets are taken: the site, its plain door, the figures.
const mostInherited = 8

// Inherited returns the sockets that systemd opened for this process, by the names that
// their units give them (FileDescriptorName=); none where it was started otherwise. lookup
// reads the environment: LISTEN_PID, LISTEN_FDS, LISTEN_FDNAMES.
func Inherited(lookup func(string) (string, bool)) (map[string]net.Listener, error) {
	pid, _ := lookup("LISTEN_PID")
	count, _ := lookup("LISTEN_FDS")
	n, err := strconv.Atoi(count)
	if pid != strconv.Itoa(os.Getpid()) || err != nil || n <= 0 {
		return nil, nil // meant for another process, or for none
	}
	if n > mostInherited {
		return nil, fmt.Errorf("%d sockets were handed over, at most %d are known", n, mostInherited)
	}
	text, _ := lookup("LISTEN_FDNAMES")
	names := strings.Split(text, ":")
	found := map[string]net.Listener{}
	for i := range n {
		name := strconv.Itoa(i)
		if i < len(names) && names[i] != "" {
			name = names[i]
		}
		file := os.NewFile(uintptr(firstInherited+i), name)
		l, err := net.FileListener(file)
		file.Close() // the listener has a copy
		if err != nil {
			return nil, fmt.Errorf("socket %q from systemd: %w", name, err)
		}
		if _, twice := found[name]; twice {
			name = strconv.Itoa(i)
		}
		found[name] = l
	}
	return found, nil
}

// Notify tells systemd how the process stands: "READY=1", "STOPPING=1", "STATUS=…". It does
// nothing where systemd does not ask.
func Notify(lookup func(string) (string, bool), state string) error {
	socket, set := lookup("NOTIFY_SOCKET")
	if !set || socket == "" {
		return nil
	}
	if socket[0] == '@' {
		socket = "\x00" + socket[1:] // Linux's abstract names
	}
	c, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: socket, Net: "unixgram"})
	if err != nil {
		return err
	}
	defer c.Close()
	_, err = c.Write([]byte(state))
	return err
}
