// Reads a Helm chart as Helm does, renders it with the values that it is given, and decodes every manifest strictly into
// Kubernetes' own types: a field that Kubernetes does not know, or one of another kind, is an error.
//
// chart-judge CHART [VALUES.yaml] prints the manifests as a JSON array.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"

	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	policyv1 "k8s.io/api/policy/v1"
	"sigs.k8s.io/yaml"
)

// kinds are those that Kubernetes itself has; what another product defines is only read.
var kinds = map[string]func() any{
	"apps/v1 Deployment":                 func() any { return &appsv1.Deployment{} },
	"v1 Service":                         func() any { return &corev1.Service{} },
	"v1 ServiceAccount":                  func() any { return &corev1.ServiceAccount{} },
	"v1 ConfigMap":                       func() any { return &corev1.ConfigMap{} },
	"v1 Secret":                          func() any { return &corev1.Secret{} },
	"v1 PersistentVolumeClaim":           func() any { return &corev1.PersistentVolumeClaim{} },
	"policy/v1 PodDisruptionBudget":      func() any { return &policyv1.PodDisruptionBudget{} },
	"networking.k8s.io/v1 NetworkPolicy": func() any { return &networkingv1.NetworkPolicy{} },
	"networking.k8s.io/v1 Ingress":       func() any { return &networkingv1.Ingress{} },
	"monitoring.coreos.com/v1 ServiceMonitor": func() any { return &map[string]any{} },
}

type header struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
}

func values(files []string) (map[string]any, error) {
	given := map[string]any{}
	for _, file := range files {
		read, err := chartutil.ReadValuesFile(file)
		if err != nil {
			return nil, err
		}
		given = chartutil.CoalesceTables(read.AsMap(), given)
	}
	return given, nil
}

func render(folder string, files []string) ([]string, error) {
	chart, err := loader.Load(folder)
	if err != nil {
		return nil, err
	}
	if err := chart.Validate(); err != nil {
		return nil, err
	}
	given, err := values(files)
	if err != nil {
		return nil, err
	}
	release := chartutil.ReleaseOptions{Name: "test", Namespace: "vault", IsInstall: true, Revision: 1}
	whole, err := chartutil.ToRenderValues(chart, given, release, chartutil.DefaultCapabilities)
	if err != nil {
		return nil, err
	}
	rendered, err := engine.Engine{Strict: true}.Render(chart, whole)
	if err != nil {
		return nil, err
	}
	var texts []string
	for name, text := range rendered {
		if strings.HasSuffix(name, ".yaml") {
			texts = append(texts, strings.Split("\n"+text, "\n---")...)
		}
	}
	sort.Strings(texts)
	return texts, nil
}

func decode(text string) (any, error) {
	var head header
	if err := yaml.Unmarshal([]byte(text), &head); err != nil {
		return nil, err
	}
	made, known := kinds[head.APIVersion+" "+head.Kind]
	if !known {
		return nil, fmt.Errorf("nobody knows %s %s", head.APIVersion, head.Kind)
	}
	manifest := made()
	return manifest, yaml.UnmarshalStrict([]byte(text), manifest)
}

func judge() error {
	texts, err := render(os.Args[1], os.Args[2:])
	if err != nil {
		return err
	}
	manifests := []any{}
	for _, text := range texts {
		if len(bytes.TrimSpace([]byte(text))) == 0 {
			continue
		}
		manifest, err := decode(text)
		if err != nil {
			return fmt.Errorf("%w in\n%s", err, text)
		}
		manifests = append(manifests, manifest)
	}
	return json.NewEncoder(os.Stdout).Encode(manifests)
}

func main() {
	if err := judge(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
