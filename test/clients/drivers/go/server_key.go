package main

import (
	"context"
	"net"
	"net/http"
	"os"
	"strings"
	_ "unsafe" // for go:linkname

	ksm "github.com/keeper-security/secrets-manager-go/core"
)

// The SDK knows the vendor's keys alone and has no setting for another: this is its own table of them.
//
//go:linkname serverKeys github.com/keeper-security/secrets-manager-go/core.keeperServerPublicKeys
var serverKeys map[string]string

// knowServer lets the SDK use the key of our server from here on.
func knowServer(config ksm.IKeyValueStorage, id, key string) {
	serverKeys[id] = key
	config.Set(ksm.KEY_SERVER_PUBLIC_KEY_ID, id)
}

// dialAtPort lets what is meant for the usual port arrive at the test's server: the SDK drops the port of a hostname,
// and nobody should need root for a test. A real server is on 443 and needs none of this.
func dialAtPort(port string) {
	var dialer net.Dialer
	http.DefaultTransport.(*http.Transport).DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if host, found := strings.CutSuffix(address, ":443"); found {
			address = net.JoinHostPort(host, port)
		}
		return dialer.DialContext(ctx, network, address)
	}
}

func portOf(hostname string) string {
	_, port, err := net.SplitHostPort(hostname)
	if err != nil {
		os.Stderr.WriteString(err.Error())
		os.Exit(1)
	}
	return port
}
