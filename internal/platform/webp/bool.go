package webp

// boolWriter codes single bits by how likely each is (RFC 6386, section 7).
type boolWriter struct {
	out    []byte
	span   uint32
	bottom uint32
	left   int // bits until the next byte is whole
}

func newBoolWriter() *boolWriter { return &boolWriter{span: 255, left: 24} }

// bit writes one bit; prob of 256 is how often it is 0.
func (b *boolWriter) bit(prob uint8, set bool) {
	split := 1 + (b.span-1)*uint32(prob)>>8
	if set {
		b.bottom += split
		b.span -= split
		if b.bottom < split {
			b.carry()
		}
	} else {
		b.span = split
	}
	for b.span < 128 {
		b.span <<= 1
		if b.bottom&(1<<31) != 0 {
			b.carry()
		}
		b.bottom <<= 1
		if b.left--; b.left == 0 {
			b.out = append(b.out, byte(b.bottom>>24))
			b.bottom &= 1<<24 - 1
			b.left = 8
		}
	}
}

// carry adds one to what was written.
func (b *boolWriter) carry() {
	for i := len(b.out) - 1; i >= 0; i-- {
		b.out[i]++
		if b.out[i] != 0 {
			return
		}
	}
}

// number writes n bits that are all as likely, the highest first.
func (b *boolWriter) number(v uint32, n int) {
	for n--; n >= 0; n-- {
		b.bit(128, v>>n&1 != 0)
	}
}

// bytes ends the writing.
func (b *boolWriter) bytes() []byte {
	v := b.bottom
	if v&(1<<(32-b.left)) != 0 {
		b.carry()
	}
	v <<= b.left & 7
	for c := b.left >> 3; c > 0; c-- {
		v <<= 8
	}
	for range 4 {
		b.out = append(b.out, byte(v>>24))
		v <<= 8
	}
	return b.out
}
