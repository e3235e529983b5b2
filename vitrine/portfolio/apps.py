from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "vitrine.portfolio"
    label = "portfolio"
