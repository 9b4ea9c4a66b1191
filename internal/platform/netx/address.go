package netx

import "net/netip"

// closed4 are the blocks of IPv4 that are not the public network: IANA's special
// purpose registry, multicast and the reserved rest.
var closed4 = prefixes(
	"0.0.0.0/8",       // this network
	"10.0.0.0/8",      // private
	"100.64.0.0/10",   // shared by the customers of a provider
	"127.0.0.0/8",     // this machine
	"169.254.0.0/16",  // link-local, and the metadata of clouds
	"172.16.0.0/12",   // private
	"192.0.0.0/24",    // protocol assignments
	"192.0.2.0/24",    // documentation
	"192.88.99.0/24",  // relays from 6 to 4
	"192.168.0.0/16",  // private
	"198.18.0.0/15",   // benchmarks
	"198.51.100.0/24", // documentation
	"203.0.113.0/24",  // documentation
	"224.0.0.0/4",     // multicast
	"240.0.0.0/4",     // reserved, broadcast
)

// open6 is the only block of IPv6 that is given out for public use. What translates
// to IPv4 (64:ff9b::/96), is local (fc00::/7, fe80::/10) or this machine (::1) lies
// outside.
var open6 = netip.MustParsePrefix("2000::/3")

// closed6 are the blocks inside open6 that are not public, or lead back into IPv4.
var closed6 = prefixes(
	"2001::/23",     // protocol assignments, Teredo
	"2001:db8::/32", // documentation
	"2002::/16",     // 6to4: any IPv4 address in disguise
	"3fff::/20",     // documentation
)

func prefixes(texts ...string) []netip.Prefix {
	all := make([]netip.Prefix, len(texts))
	for i, text := range texts {
		all[i] = netip.MustParsePrefix(text)
	}
	return all
}

// Public says whether an address belongs to the public network. An IPv4 address
// that is written as IPv6 counts as what it is.
func Public(a netip.Addr) bool {
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	closed := closed4
	if a.Is6() {
		if !open6.Contains(a) {
			return false
		}
		closed = closed6
	}
	for _, block := range closed {
		if block.Contains(a) {
			return false
		}
	}
	return true
}
