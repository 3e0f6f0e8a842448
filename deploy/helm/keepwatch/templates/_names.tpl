{{- define "keepwatch.name" -}}
{{- if contains "keepwatch" .Release.Name }}{{ .Release.Name }}{{ else }}{{ .Release.Name }}-keepwatch{{ end -}}
{{- end }}

{{- define "keepwatch.selector" -}}
app.kubernetes.io/name: keepwatch
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "keepwatch.labels" -}}
{{ include "keepwatch.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end }}

{{- define "keepwatch.scheme" -}}
{{- if .Values.tls.existingSecret }}HTTPS{{ else }}HTTP{{ end -}}
{{- end }}
