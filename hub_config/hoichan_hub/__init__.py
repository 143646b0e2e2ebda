"""JupyterHub settings and services of Hội chẩn."""
